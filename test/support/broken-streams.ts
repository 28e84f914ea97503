import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A descriptor for a child's stdout or stderr that does not take all that is written. */
export interface BrokenStream {
  readonly fd: number
  /** When the child has its copy: closes ours, and begins what is wrong with the stream. */
  begin(): void
  /** What has arrived and was not read yet. */
  read(): string
  end(): void
}

export type StreamKind = 'an unread pipe' | 'a closed pipe' | 'a slow reader' | '/dev/full'

export const streamKinds: readonly StreamKind[] = ['an unread pipe', 'a closed pipe', 'a slow reader', '/dev/full']

const open = new Set<BrokenStream>()

export function endStreams(): void {
  for (const stream of open) stream.end()
}

export function brokenStream(kind: StreamKind): BrokenStream {
  const stream = kind === '/dev/full' ? fullDevice() : pipe(kind)
  open.add(stream)
  return stream
}

function fullDevice(): BrokenStream {
  const fd = openSync('/dev/full', 'w')
  return { fd, begin: () => closeSync(fd), read: () => '', end: () => undefined }
}

/** A named pipe: unlike the pipes of child_process, which are sockets, and read ahead. */
function pipe(kind: StreamKind): BrokenStream {
  const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-pipe-'))
  const file = path.join(folder, 'pipe')
  execFileSync('mkfifo', [file])
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  const fd = openSync(file, 'w')
  const bytes = Buffer.alloc(64 * 1024)
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  function read(size = bytes.length): string {
    try {
      return bytes.subarray(0, readSync(reader, bytes, 0, size, null)).toString()
    } catch {
      return ''
    }
  }
  function closeReader(): void {
    if (!isClosed) closeSync(reader)
    isClosed = true
  }
  const stream: BrokenStream = {
    fd,
    begin() {
      closeSync(fd)
      if (kind === 'a closed pipe') closeReader()
      if (kind === 'a slow reader') timer = setInterval(() => read(40), 100)
    },
    read,
    end() {
      open.delete(stream)
      clearInterval(timer)
      closeReader()
      rmSync(folder, { recursive: true })
    },
  }
  return stream
}
