import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import { type AnyInput, type AnyMethod, type AnyOutput, ask } from '#renderer/bridge/bridge.ts'
import type { AppError } from '#worker/api/errors.ts'

/** A cache over the bridge: calls are local, so being offline pauses nothing and nothing is asked twice. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** The cache key of one question. */
export function keyOf<M extends AnyMethod>(method: M, input: AnyInput<M>): readonly unknown[] {
  return [method, input]
}

interface AskOptions {
  enabled?: boolean
  /** Ask again when the user comes back to the window: for files that are edited elsewhere. */
  refetchOnWindowFocus?: boolean
  /** Show the answer to the last question while this one is open. */
  keepPrevious?: boolean
  /** Ask each time it is shown anew: for what changes without telling. */
  fresh?: boolean
  /** Ask again each so many milliseconds while it is shown; null = never. */
  every?: number | null
}

/** The answer to a question, cached by method and input. */
export function useAsk<M extends AnyMethod>(
  method: M,
  input: AnyInput<M>,
  {
    enabled = true,
    refetchOnWindowFocus = false,
    keepPrevious = false,
    fresh = false,
    every = null,
  }: AskOptions = {},
): UseQueryResult<AnyOutput<M>, AppError> {
  return useQuery({
    queryKey: keyOf(method, input),
    queryFn: () => ask(method, input),
    enabled,
    refetchOnWindowFocus: refetchOnWindowFocus ? 'always' : false,
    ...(every === null ? {} : { refetchInterval: every }),
    ...(fresh ? { refetchOnMount: 'always' as const } : {}),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  })
}

/** A call that changes something. */
export function useAct<M extends AnyMethod>(
  method: M,
): UseMutationResult<AnyOutput<M>, AppError, AnyInput<M>> {
  return useMutation<AnyOutput<M>, AppError, AnyInput<M>>({ mutationFn: (input) => ask(method, input) })
}
