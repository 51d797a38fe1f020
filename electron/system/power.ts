import { powerSaveBlocker } from 'electron'

/** Keeps the machine from falling asleep while jobs run, and only then (S33). */
export class Wakefulness {
  #blocker: number | null = null

  hold(busy: boolean): void {
    if (busy && this.#blocker === null) this.#blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (busy || this.#blocker === null) return
    powerSaveBlocker.stop(this.#blocker)
    this.#blocker = null
  }
}
