/** Whether a path or URI path names a HocSLM notebook. */
export function isNotebookPath(path: string): boolean {
  return /[^/\\]\.hgl\.md$/i.test(path);
}

/** The last segment of a path, whichever separator it uses. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
