/** Does something a while after it is asked for, once however often it is asked for meanwhile. */
export interface Delayed {
  call(): void;
  dispose(): void;
}

export function delayed(ms: number, act: () => void): Delayed {
  let timer: NodeJS.Timeout | undefined;
  return {
    call: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, ms);
    },
    dispose: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
