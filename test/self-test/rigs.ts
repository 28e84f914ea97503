import { type Rig, startRig } from '../../src/self-test/rig.ts'
import { tested } from './tested.ts'

/** A rig for each provider that is asked for, started once. */
export class Rigs {
  readonly #started = new Map<string, Promise<Rig>>()

  of(provider: string): Promise<Rig> {
    const known = this.#started.get(provider)
    if (known !== undefined) return known
    const rig = tested([provider]).then((mocks) => startRig({ count: 57, seed: 1, ...mocks }))
    this.#started.set(provider, rig)
    return rig
  }

  async close(): Promise<void> {
    for (const rig of this.#started.values()) await (await rig).close()
  }
}
