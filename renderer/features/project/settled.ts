import { useEffect, useState } from 'react'

/** The text once nobody has typed for a moment. */
export function useSettled(text: string, wait = 250): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), wait)
    return () => clearTimeout(timer)
  }, [text, wait])
  return settled
}
