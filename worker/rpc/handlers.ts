import type * as z from 'zod'
import type { calls, Method, Output } from '#worker/api/calls.ts'

/** Input as the contract parses it: defaults are filled in. */
export type Parsed<M extends Method> = z.output<(typeof calls)[M]['input']>

/** One answer per method of the contract. */
export type Handlers = { [M in Method]: (input: Parsed<M>) => Promise<Output<M>> | Output<M> }

/** What a handler file for one noun exports: exactly the methods of that noun. */
export type HandlersOf<N extends string> = Pick<Handlers, Extract<Method, `${N}.${string}`>>
