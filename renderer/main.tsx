import '#renderer/jitless.ts'
import { createRoot } from 'react-dom/client'
import { App } from '#renderer/app.tsx'
import '#renderer/style/tokens.css'
import '#renderer/style/base.css'

const root = document.querySelector('#root')
if (root) createRoot(root).render(<App />)
