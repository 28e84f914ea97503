/** Bytes that all large pieces of work may take together while they are done. */
const mostBytes = 160 * 1024 * 1024
/** Pieces up to this size need no room, and are not counted. */
const smallBytes = 1024 * 1024
/** Large pieces that wait for room. */
const mostWaiting = 16
/** Slices of a piece that come before those of longer work. */
const shortSlices = 64

/** The connection that a request came on, as node has it. */
export interface Client {
  /** True when it is closed: nobody waits for the answer. */
  readonly destroyed: boolean
}

/** Work is refused: it needs more memory than there is, or too much work waits. */
export class TooMuchWork extends Error {}

/** Ends a slice of a piece of work: resolves when its next turn has come. */
export type EndSlice = () => Promise<void>

interface Piece {
  readonly bytes: number
  /** Those who wait for the outcome; undefined is a client that stays. */
  readonly clients: (Client | undefined)[]
  slices: number
  hasRoom: boolean
  /** Set while the piece waits. */
  parked: { readonly resolve: () => void; readonly reject: (reason: unknown) => void } | undefined
}

/** Does work that is too long for one turn of the event loop. */
export interface Workshop {
  /**
   * Does a piece of work, or joins the one that is under way under the same key. `bytes` is the most memory that it takes; ends without an
   * outcome when every client that waits for it is gone. Rejects with TooMuchWork when there is no room for it.
   */
  do<T>(key: string, bytes: number, client: Client | undefined, work: (endSlice: EndSlice) => Promise<T>): Promise<T>
}

/**
 * One slice of one piece is done in each turn of the event loop. Pieces take turns, short ones first: a short piece is done soon, whatever
 * else is under way. Large ones share a bounded amount of memory, and wait for it.
 */
export function workshop(pause: () => Promise<void>): Workshop {
  const underway = new Map<string, { readonly piece: Piece; readonly outcome: Promise<unknown> }>()
  /** In the order of their turns. */
  const pieces = new Set<Piece>()
  let bytesInUse = 0
  let isTurning = false

  async function takeTurns(): Promise<void> {
    isTurning = true
    try {
      while (pieces.size > 0) {
        await pause()
        for (const piece of pieces) if (piece.clients.every((client) => client?.destroyed === true)) abandon(piece)
        giveRoom()
        const piece = nextOf(pieces)
        if (piece === undefined) continue
        pieces.delete(piece)
        pieces.add(piece)
        piece.slices += 1
        release(piece)?.resolve()
      }
    } catch (error) {
      for (const piece of pieces) release(piece)?.reject(error)
    } finally {
      isTurning = false
    }
  }

  function giveRoom(): void {
    for (const piece of pieces) {
      if (piece.hasRoom) continue
      if (bytesInUse + piece.bytes > mostBytes) return
      piece.hasRoom = true
      bytesInUse += piece.bytes
    }
  }

  function endSlice(piece: Piece): Promise<void> {
    return new Promise((resolve, reject) => {
      piece.parked = { resolve, reject }
      if (!isTurning) void takeTurns()
    })
  }

  function end(key: string, piece: Piece): void {
    underway.delete(key)
    pieces.delete(piece)
    if (piece.hasRoom) bytesInUse -= piece.bytes
  }

  return {
    do<T>(key: string, bytes: number, client: Client | undefined, work: (endSlice: EndSlice) => Promise<T>) {
      const known = underway.get(key)
      if (known !== undefined) {
        known.piece.clients.push(client)
        return known.outcome as Promise<T>
      }
      const counted = bytes <= smallBytes ? 0 : bytes
      const obstacle = obstacleFor(counted, pieces)
      if (obstacle !== undefined) return Promise.reject(new TooMuchWork(obstacle))
      const piece: Piece = { bytes: counted, clients: [client], slices: 0, hasRoom: counted === 0, parked: undefined }
      pieces.add(piece)
      const outcome = endSlice(piece)
        .then(() => work(() => endSlice(piece)))
        .finally(() => end(key, piece))
      underway.set(key, { piece, outcome })
      return outcome
    },
  }
}

function obstacleFor(bytes: number, pieces: ReadonlySet<Piece>): string | undefined {
  if (bytes > mostBytes)
    return `the list is too long: it would take ${inMiB(bytes)} of memory to make, and ${inMiB(mostBytes)} is the most`
  const waiting = [...pieces].filter(({ hasRoom }) => !hasRoom).length
  return bytes > 0 && waiting >= mostWaiting ? `${waiting} other lists wait to be made` : undefined
}

function nextOf(pieces: ReadonlySet<Piece>): Piece | undefined {
  let long: Piece | undefined
  for (const piece of pieces) {
    if (piece.parked === undefined || !piece.hasRoom) continue
    if (piece.slices < shortSlices) return piece
    long ??= piece
  }
  return long
}

/** As the end of a connection ends other work: whoever waited learns nothing any more. */
function abandon(piece: Piece): void {
  release(piece)?.reject(new DOMException('nobody waits for this any more', 'AbortError'))
}

function release(piece: Piece): Piece['parked'] {
  const { parked } = piece
  piece.parked = undefined
  return parked
}

function inMiB(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MiB`
}
