import { createTarPacker } from 'modern-tar'
import { version as app } from '../../../package.json'
import { digester } from '../../lib/secrets'
import { bytePauses } from '../../lib/wait-until'
import { type ArchiveMember, archiveVersion, type Manifest, manifestName } from './manifest'

export type MemberSource = { name: string; bytes: number; content: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

const text = new TextEncoder()

/** A member whose content is in memory. */
export const textMember = (name: string, content: string): MemberSource => {
  const bytes = text.encode(content)
  return { name, bytes: bytes.byteLength, content: [bytes] }
}

/** Nothing of the moment: the same data makes the same bytes. */
const header = ({ name, bytes }: Pick<MemberSource, 'name' | 'bytes'>) => ({
  name,
  size: bytes,
  mtime: new Date(0),
  mode: 0o644,
})

type Facts = Pick<Manifest, 'epoch' | 'seq' | 'counts'>

/** Packs members and their manifest into a gzip'd tar; `manifest` is there when all of it was read. */
export const pack = (members: AsyncIterable<MemberSource>, facts: Facts) => {
  const { readable, controller } = createTarPacker()
  const listed: ArchiveMember[] = []
  const pause = bytePauses()

  const add = async (member: MemberSource) => {
    const writer = controller.add(header(member)).getWriter()
    const digest = digester()
    for await (const chunk of member.content) {
      await writer.write(chunk)
      await digest.add(chunk)
      await pause(chunk)
    }
    await writer.close()
    listed.push({ name: member.name, ...(await digest.end()) })
  }

  const write = async (): Promise<Manifest> => {
    for await (const member of members) await add(member)
    const manifest = {
      format: 'daymark-archive' as const,
      version: archiveVersion,
      app,
      ...facts,
      members: [...listed],
    }
    await add(textMember(manifestName, `${JSON.stringify(manifest, null, 2)}\n`))
    controller.finalize()
    return manifest
  }
  const manifest = write().catch((error: unknown) => {
    controller.error(error)
    throw error
  })
  // Who reads the archive sees the error, too.
  manifest.catch(() => undefined)
  return { archive: readable.pipeThrough(new CompressionStream('gzip')), manifest }
}
