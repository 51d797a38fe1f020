/** A signal that fires with the caller's, or once nothing was heard for a while. */
export interface Patience {
  signal: AbortSignal
  /** Something was heard: the wait begins anew. */
  heard: () => void
  end: () => void
}

/** @param ms of silence that are borne */
export function patience(signal: AbortSignal, ms: number): Patience {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(new Error(`nothing was heard for ${ms} ms`)), ms)
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    heard: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  }
}
