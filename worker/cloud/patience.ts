/** A signal that fires with the caller's, or once too little was heard for a while. */
export interface Patience {
  signal: AbortSignal
  /** Something was heard: so many bytes, or without a number enough for the wait to begin anew. */
  heard: (bytes?: number) => void
  end: () => void
}

/**
 * @param ms of silence that are borne
 * @param least bytes that end a silence: a server that lets a byte fall now and then counts as silent
 */
export function patience(signal: AbortSignal, ms: number, least = 0): Patience {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(new Error(`nothing was heard for ${ms} ms`)), ms)
  let sofar = 0
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    heard(bytes = Infinity) {
      sofar += bytes
      if (sofar < least) return
      sofar = 0
      timer.refresh()
    },
    end: () => clearTimeout(timer),
  }
}
