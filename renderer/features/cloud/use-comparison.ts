import { useCallback, useRef, useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import type { CloudTarget, SyncChoice, SyncPlan } from '#worker/api/cloud.ts'
import { AppError, toErrorData } from '#worker/api/errors.ts'

export interface Compared {
  folder: string
  accountId: string
  target: CloudTarget
  choices: Record<string, SyncChoice>
  seen: Record<string, string>
  download: boolean
}

export interface Comparison {
  /** The last plan; null before there is one, and when it stands for something else than is asked now. */
  plan: SyncPlan | null
  error: AppError | null
  busy: boolean
  compare: (asked: Compared) => void
  /** What was compared is no longer true. */
  forget: () => void
}

/** Compares folder and server on demand, and never keeps a plan longer than it is true. */
export function useComparison(): Comparison {
  const [state, setState] = useState<Pick<Comparison, 'plan' | 'error' | 'busy'>>({
    plan: null,
    error: null,
    busy: false,
  })
  const latest = useRef(0)
  const compare = useCallback((asked: Compared) => {
    const turn = ++latest.current
    const settle = (next: Pick<Comparison, 'plan' | 'error'>) => {
      if (turn === latest.current) setState({ ...next, busy: false })
    }
    const run = async () => {
      try {
        settle({ plan: await ask('cloud.plan', asked), error: null })
      } catch (thrown) {
        settle({ plan: null, error: AppError.from(toErrorData(thrown)) })
      }
    }
    setState((before) => ({ ...before, error: null, busy: true }))
    void run()
  }, [])
  const forget = useCallback(() => {
    latest.current++
    setState({ plan: null, error: null, busy: false })
  }, [])
  return { ...state, compare, forget }
}
