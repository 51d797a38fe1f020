import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import type { Reply } from '#worker/api/messages.ts'
import type { Bridge } from '#electron/api/bridge.ts'
import type { FileRef } from '#electron/api/files.ts'

// The names are repeated here, not imported, so that the sandboxed preload carries no zod.
const callChannel = 'fieldpack'
const eventChannel = 'fieldpack:event'

let lastId = 0
const listeners = new Map<string, Set<(payload: unknown) => void>>()

function deliver(_event: IpcRendererEvent, name: string, payload: unknown): void {
  for (const listener of listeners.get(name) ?? []) listener(payload)
}

function send(body: object): Promise<Reply> {
  lastId += 1
  return ipcRenderer.invoke(callChannel, { id: lastId, ...body }) as Promise<Reply>
}

const bridge: Bridge = {
  call: (method, input) => send({ method, input }),
  on(event, listener) {
    if (listeners.size === 0) ipcRenderer.on(eventChannel, deliver)
    // One subscription each, even when the same function is given twice.
    const own = (payload: unknown) => listener(payload)
    const heard = listeners.get(event) ?? new Set()
    listeners.set(event, heard.add(own))
    return () => {
      if (!heard.delete(own)) return
      if (heard.size === 0) listeners.delete(event)
      if (listeners.size === 0) ipcRenderer.removeListener(eventChannel, deliver)
    }
  },
  async grant(file) {
    const reply = await send({ drop: webUtils.getPathForFile(file) })
    if (!reply.ok) throw new Error(reply.error.code)
    return reply.value as FileRef
  },
}

contextBridge.exposeInMainWorld('fieldpack', bridge)
