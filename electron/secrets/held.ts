import type { Secrets } from '#worker/api/messages.ts'
import { parsePgServices } from '#worker/api/pg-services.ts'
import type { SecretName, SecretsState, SecretState } from '#electron/api/secrets.ts'
import type { Kept } from '#electron/secrets/file.ts'

/** What the user has kept, and the tokens that the worker signed in for. */
export type HeldName = SecretName | `cloud.${string}`

/** One secret: how it is kept, and its text where that is known. */
export interface Held {
  kept: Kept
  text: string | null
}

export type HeldSecrets = ReadonlyMap<string, Held>

/** All that is known, as the worker hears it. */
export function secretsOf(held: HeldSecrets): Secrets {
  return {
    postgres: held.get('postgres')?.text ?? null,
    services: held.get('services')?.text ?? '',
    env: Object.fromEntries(below(held, 'env.').flatMap(([name, { text }]) => known(name, text))),
    cloud: Object.fromEntries(below(held, 'cloud.').flatMap(([id, { text }]) => known(id, text))),
  }
}

/** How everything stands, as the page hears it: names and places, no secret. */
export function stateOf(held: HeldSecrets, safe: boolean): SecretsState {
  const { services } = parsePgServices(held.get('services')?.text ?? '')
  return {
    safe,
    postgres: look(held.get('postgres')),
    services: { state: look(held.get('services')), names: [...services.keys()] },
    variables: Object.fromEntries(below(held, 'env.').map(([name, one]) => [name, look(one)])),
    cloud: Object.fromEntries(below(held, 'cloud.').map(([id, one]) => [id, look(one)])),
  }
}

/** Those of one kind, by the rest of their names. */
function below(held: HeldSecrets, kind: 'env.' | 'cloud.'): [string, Held][] {
  return [...held]
    .filter(([name]) => name.startsWith(kind))
    .map(([name, one]) => [name.slice(kind.length), one])
}

const known = (name: string, text: string | null): [string, string][] => (text === null ? [] : [[name, text]])

function look(one: Held | undefined): SecretState {
  if (one === undefined) return 'none'
  if (one.text !== null) return one.kept.place
  return one.kept.place === 'session' ? 'ask' : 'lost'
}
