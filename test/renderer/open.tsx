import { render } from '@testing-library/react'
import { userEvent, type UserEvent } from '@testing-library/user-event'
import { App } from '#renderer/app.tsx'
import type { Opened } from '#renderer/features/folder/opened-context.tsx'
import type { Draft } from '#renderer/features/project/draft.ts'
import type { Screen } from '#renderer/features/shell/screen.tsx'
import { type Fake, makeFake, type Script } from '#test/renderer/harness/fake.ts'
import { everyday } from '#test/renderer/harness/everyday.ts'

/** Opens the whole window on a scripted other side. */
export function openWindow({
  screen = { name: 'jobs' },
  script = {},
  draft,
  opened,
}: { screen?: Screen; script?: Script; draft?: Partial<Draft>; opened?: Opened } = {}): {
  fake: Fake
  user: UserEvent
} {
  const fake = makeFake({ ...everyday, ...script })
  window.fieldpack = fake
  if (draft) sessionStorage.setItem('draft', JSON.stringify(draft))
  render(<App start={screen} {...(opened ? { opened } : {})} />)
  return { fake, user: userEvent.setup() }
}

/** Inputs of all calls of one method, oldest first. */
export function inputsOf(fake: Fake, method: string): unknown[] {
  return fake.calls.filter((call) => call.method === method).map(({ input }) => input)
}
