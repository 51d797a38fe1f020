import '#renderer/jitless.ts'
import { createRoot } from 'react-dom/client'
import { App } from '#renderer/app.tsx'
import '#renderer/style/tokens.css'
import '#renderer/style/base.css'
import { makeFake } from '#test/renderer/harness/fake.ts'
import { scenes } from '#test/renderer/harness/scenes.ts'

/** Shows one scene of the window in a plain browser: `?scene=jobs-full`. Never shipped. */
const scene = scenes[new URLSearchParams(location.search).get('scene') ?? 'jobs-full']
const root = document.querySelector('#root')
if (scene && root) {
  const fake = makeFake(scene.script)
  window.fieldpack = fake
  Object.assign(window, { fake })
  sessionStorage.clear()
  sessionStorage.setItem('draft', JSON.stringify(scene.draft ?? {}))
  createRoot(root).render(<App start={scene.screen} {...(scene.opened ? { opened: scene.opened } : {})} />)
}
