/** Whether a process of this machine runs, as far as this user may know. */
export function isRunning(pid: number): boolean {
  try {
    // Sends nothing; it fails when there is no such process, and also when it is somebody else's, which is none of ours.
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
