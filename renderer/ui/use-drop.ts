import { type DragEvent, useRef, useState } from 'react'

interface DropHandlers {
  onDragEnter: (event: DragEvent) => void
  onDragOver: (event: DragEvent) => void
  onDragLeave: (event: DragEvent) => void
  onDrop: (event: DragEvent) => void
}

/** Makes an element a target for files. Enter and leave come in pairs for each child, so they are counted. */
export function useDrop(onFiles: (files: File[]) => void): { over: boolean; handlers: DropHandlers } {
  const depth = useRef(0)
  const [over, setOver] = useState(false)
  const move = (by: number) => {
    depth.current = Math.max(0, depth.current + by)
    setOver(depth.current > 0)
  }
  return {
    over,
    handlers: {
      onDragEnter: (event) => {
        if (carriesFiles(event.dataTransfer)) move(1)
      },
      onDragOver: (event) => {
        if (!carriesFiles(event.dataTransfer)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      },
      onDragLeave: (event) => {
        if (carriesFiles(event.dataTransfer)) move(-1)
      },
      onDrop: (event) => {
        if (!carriesFiles(event.dataTransfer)) return
        // Marks it as taken: the window below refuses what no box took.
        event.preventDefault()
        depth.current = 0
        setOver(false)
        onFiles([...event.dataTransfer.files])
      },
    },
  }
}

/** Whether a drag brings files, and not a selection of text. */
export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false
}
