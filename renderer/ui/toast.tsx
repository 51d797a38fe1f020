import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { Button } from '#renderer/ui/button.tsx'
import styles from '#renderer/ui/toast.module.css'
import { useWords } from '#renderer/words/words.tsx'

interface ToastInput {
  message: string
  action?: { label: string; run: () => void }
  /** After it went by itself or was closed; not after its action. */
  onGone?: () => void
}
interface Toast extends ToastInput {
  id: number
}

const Context = createContext<(toast: ToastInput) => void>(() => undefined)
const shortTime = 4000
/** Long enough to read, to think and to reach the button (A27). */
const actionTime = 10_000

/** Short messages at the bottom of the window. Ctrl+Z runs the newest one's action. */
export function Toaster({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const announce = useAnnounce()
  const next = useRef(0)

  const show = useCallback(
    (toast: ToastInput) => {
      const id = next.current++
      setToasts((all) => [...all, { ...toast, id }])
      announce(toast.message)
    },
    [announce],
  )
  const drop = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), [])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const undoable = toasts.findLast((toast) => toast.action)
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea')
      if (event.key !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey) || typing || !undoable)
        return
      event.preventDefault()
      undoable.action?.run()
      drop(undoable.id)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [toasts, drop])

  return (
    <Context value={show}>
      {children}
      <ToastList toasts={toasts} drop={drop} />
    </Context>
  )
}

/** Shows a message that goes by itself. */
export function useToast(): (toast: ToastInput) => void {
  return use(Context)
}

function ToastList({ toasts, drop }: { toasts: Toast[]; drop: (id: number) => void }) {
  const { say } = useWords()
  if (toasts.length === 0) return null
  return (
    <section className={styles['region']} aria-label={say('ui.notifications')}>
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} drop={drop} />
      ))}
    </section>
  )
}

function ToastCard({ toast, drop }: { toast: Toast; drop: (id: number) => void }) {
  const { say } = useWords()
  const [held, setHeld] = useState(false)
  const { id, action, onGone } = toast
  const leave = useMemo(
    () => () => {
      drop(id)
      onGone?.()
    },
    [drop, id, onGone],
  )
  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(leave, action ? actionTime : shortTime)
    return () => clearTimeout(timer)
  }, [held, action, leave])

  return (
    <div
      className={styles['toast']}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{toast.message}</span>
      {action && (
        <Button
          keys="Control+Z"
          onPress={() => {
            action.run()
            drop(id)
          }}
        >
          {action.label}
        </Button>
      )}
      <Button kind="plain" icon="close" iconOnly onPress={leave}>
        {say('ui.close')}
      </Button>
    </div>
  )
}
