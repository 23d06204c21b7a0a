#!/bin/bash
# One task of a job array: trains the run whose folder stands in its line of a list, from where it stands to its end.
#
#     train.sh LIST COUNT MODULE... COMMAND...
#
# LIST names one run folder a line; COUNT environment modules are loaded first; COMMAND trains the folder that is put behind it.
# Nothing here is made from a notebook's text: everything comes as an argument of its own.

list=$1
count=$2
shift 2
if [ "$count" -gt 0 ] && ! command -v module >/dev/null; then . /etc/profile; fi
while [ "$count" -gt 0 ]; do
  module load "$1" || { echo "hgl: the module $1 could not be loaded" >&2; exit 1; }
  shift
  count=$((count - 1))
done

folder=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" "$list")
[ -n "$folder" ] || { echo "hgl: $list: there is no line for task $SLURM_ARRAY_TASK_ID" >&2; exit 1; }

# The newest checkpoint's name, which holds its step.
newest() { printf '%s\n' "$folder"/checkpoints/step-* | tail -n 1; }
before=$(newest)

"$@" --log "$PWD/out-$SLURM_ARRAY_TASK_ID.txt" "$folder" &
training=$!
warned=
ended=
# Slurm's warning before the time limit. A run that its user has asked to stop stays stopped.
trap '[ -e "$folder/stop.json" ] || warned=yes; kill -TERM "$training"' USR1
# The task is pre-empted, or cancelled.
trap 'ended=yes; kill -TERM "$training"' TERM

# A trapped signal ends a wait before the training has ended.
wait "$training"
status=$?
while kill -0 "$training" 2>/dev/null; do
  wait "$training"
  status=$?
done

# 130: it has stopped with a checkpoint, and its run is not at its end.
again=
if [ "$status" -eq 130 ]; then
  again=$warned
  if [ -n "$warned" ] && [ "$(newest)" = "$before" ]; then
    # Queued again it would not come any further either.
    echo "hgl: the time limit leaves no room for a step and its checkpoint" >&2
    exit 75
  fi
  if [ -n "$ended" ]; then
    # While a pre-empted task has its time of grace it counts as running, and ends by itself; one that is cancelled or queued again already does not.
    case $(squeue --noheader --jobs="$SLURM_JOB_ID" --format=%T) in RUNNING | PREEMPTED) again=yes ;; *) again= ;; esac
  fi
fi
if [ -n "$again" ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
elif [ "$status" -lt 126 ] || [ "$status" -eq 130 ]; then
  # The training has had its own last word, so the run waits for this job no longer. Of one that was killed the job's end tells the cause.
  grep -q "\"job\": \"$SLURM_ARRAY_JOB_ID\"" "$folder/job.json" 2>/dev/null && rm -f "$folder/job.json"
fi
exit "$status"
