import { WorkerEntrypoint } from 'cloudflare:workers'

/** Requests of workerd's R2 binding, of the kinds that Daymark sends. */
type Asked =
  | { method: 'head'; object: string }
  | { method: 'get'; object: string; range?: { offset?: string; length?: string } }
  | { method: 'put'; object: string }
  | { method: 'delete'; object?: string; objects?: string[] }
  | { method: 'list'; prefix?: string; cursor?: string; limit?: number }
  | { method: 'createMultipartUpload'; object: string }
  | { method: 'uploadPart'; object: string; uploadId: string; partNumber: number }
  | { method: 'completeMultipartUpload'; object: string; uploadId: string; parts: { part: number }[] }
  | { method: 'abortMultipartUpload'; object: string; uploadId: string }

type Entry = { name: string; type: string }
type Stored = { size: number; uploaded: number }

/** Maximum number of keys per response, as in R2. */
const page = 1000

const metadataOf = (name: string, { size, uploaded }: Stored, range?: object) => ({
  ...{ name, version: String(uploaded), size, etag: `${size}-${uploaded}`, uploaded },
  ...{ httpFields: {}, customFields: [], checksums: {}, range },
})

/** Builds a response for the binding: metadata, then the content of `length` bytes. */
const answer = (metadata: unknown, content?: ReadableStream<Uint8Array> | null, length = 0) => {
  const head = new TextEncoder().encode(JSON.stringify(metadata))
  const { readable, writable } = new FixedLengthStream(head.byteLength + length)
  const write = async () => {
    const writer = writable.getWriter()
    await writer.write(head)
    writer.releaseLock()
    if (content) await content.pipeTo(writable)
    else await writable.close()
  }
  write().catch(() => undefined)
  return new Response(readable, { headers: { 'cf-r2-metadata-size': String(head.byteLength) } })
}

const refuse = (status: number, v4code: number, message: string) =>
  new Response(null, { status, headers: { 'cf-r2-error': JSON.stringify({ version: 1, v4code, message }) } })

/** Splits a body into the JSON of `size` bytes at its start and the content after it. */
const splitBody = async (body: ReadableStream<Uint8Array>, size: number) => {
  const reader = body.getReader({ mode: 'byob' })
  const { value } = await reader.readAtLeast(size, new Uint8Array(size))
  reader.releaseLock()
  const { readable, writable } = new IdentityTransformStream()
  body.pipeTo(writable).catch(() => undefined)
  return { asked: JSON.parse(new TextDecoder().decode(value)) as Asked, content: readable }
}

/** File path of a key: each part is a folder, the last part the file. @throws Error for an invalid part */
const pathOf = (key: string) => {
  const parts = key.split('/')
  if (parts.some((part) => /^\.{0,2}$/.test(part))) throw new Error('A key has no empty part, no “.” and no “..”')
  return `/objects/${parts.map(encodeURIComponent).join('/')}`
}

const partPath = (uploadId: string, part: number) => `/uploads/${uploadId}/${part}`

/** Bucket of a self-hosted server: one file per object, behind workerd's R2 binding. */
export class Objects extends WorkerEntrypoint<{ FILES: Fetcher }> {
  #ask(method: string, path: string, init: RequestInit = {}) {
    return this.env.FILES.fetch(`http://files${path}`, { ...init, method })
  }

  async #storedAt(path: string): Promise<Stored | null> {
    const { ok, headers } = await this.#ask('HEAD', path)
    if (!ok || headers.get('Content-Type') === 'application/json') return null
    return { size: Number(headers.get('Content-Length')), uploaded: Date.parse(headers.get('Last-Modified') ?? '') }
  }

  async #namesIn(path: string): Promise<Entry[]> {
    const found = await this.#ask('GET', path)
    if (!found.ok) return []
    return found.json<Entry[]>()
  }

  /** Keys in a folder that begin with `prefix`, in order. */
  async *#keys(folder: string, prefix: string): AsyncGenerator<string> {
    const entries = await this.#namesIn(folder === '' ? '/objects' : pathOf(folder))
    const whole = ({ name }: Entry) => (folder === '' ? name : `${folder}/${name}`)
    for (const entry of entries.toSorted((a, b) => (whole(a) < whole(b) ? -1 : 1))) {
      const key = whole(entry)
      if (entry.type === 'directory') {
        if (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`)) yield* this.#keys(key, prefix)
      } else if (key.startsWith(prefix)) yield key
    }
  }

  async #list({ prefix = '', cursor = '', limit = page }: Extract<Asked, { method: 'list' }>) {
    const objects: ReturnType<typeof metadataOf>[] = []
    for await (const key of this.#keys('', prefix)) {
      if (key <= cursor) continue
      if (objects.length === limit) {
        return answer({ objects, truncated: true, cursor: objects.at(-1)?.name, delimitedPrefixes: [] })
      }
      const stored = await this.#storedAt(pathOf(key))
      if (stored) objects.push(metadataOf(key, stored))
    }
    return answer({ objects, truncated: false, delimitedPrefixes: [] })
  }

  async #get({ object, range }: Extract<Asked, { method: 'get' }>) {
    const path = pathOf(object)
    const stored = await this.#storedAt(path)
    if (!stored) return refuse(404, 10007, 'The specified key does not exist.')
    const offset = Number(range?.offset ?? 0)
    const length = Math.min(Number(range?.length ?? stored.size), stored.size - offset)
    const isWhole = length === stored.size
    const found = await this.#ask('GET', path, {
      headers: isWhole ? {} : { Range: `bytes=${offset}-${offset + length - 1}` },
    })
    return answer(metadataOf(object, stored, { offset, length }), found.body, length)
  }

  async #put(key: string, content: BodyInit | null) {
    const path = pathOf(key)
    await this.#write(path, content)
    const stored = await this.#storedAt(path)
    return answer(metadataOf(key, stored ?? { size: 0, uploaded: Date.now() }))
  }

  async #write(path: string, content: BodyInit | null) {
    const { ok, status } = await this.#ask('PUT', path, { body: content ?? '' })
    if (!ok) throw new Error(`A file could not be written (${status})`)
  }

  async #drop(uploadId: string) {
    for (const { name } of await this.#namesIn(`/uploads/${uploadId}`))
      await this.#ask('DELETE', `/uploads/${uploadId}/${name}`)
    await this.#ask('DELETE', `/uploads/${uploadId}`)
  }

  /** The parts of an upload, one after another. */
  #joined(uploadId: string, parts: number[]) {
    const { readable, writable } = new IdentityTransformStream()
    const write = async () => {
      for (const part of parts) {
        const { body } = await this.#ask('GET', partPath(uploadId, part))
        if (body) await body.pipeTo(writable, { preventClose: true })
      }
      await writable.close()
    }
    write().catch((error) => writable.abort(error))
    return readable
  }

  async #does(asked: Asked, content: ReadableStream<Uint8Array> | null): Promise<Response> {
    switch (asked.method) {
      case 'head': {
        const stored = await this.#storedAt(pathOf(asked.object))
        return stored ? answer(metadataOf(asked.object, stored)) : refuse(404, 10007, 'The key does not exist.')
      }
      case 'get':
        return this.#get(asked)
      case 'put':
        return this.#put(asked.object, content)
      case 'list':
        return this.#list(asked)
      case 'delete':
        for (const key of asked.objects ?? [asked.object ?? '']) await this.#ask('DELETE', pathOf(key))
        return answer({})
      case 'createMultipartUpload':
        return answer({ uploadId: crypto.randomUUID() })
      case 'uploadPart':
        await this.#write(partPath(asked.uploadId, asked.partNumber), content)
        return answer({ etag: String(asked.partNumber) })
      case 'completeMultipartUpload': {
        const parts = asked.parts.map(({ part }) => part).toSorted((a, b) => a - b)
        const made = await this.#put(asked.object, this.#joined(asked.uploadId, parts))
        await this.#drop(asked.uploadId)
        return made
      }
      case 'abortMultipartUpload':
        await this.#drop(asked.uploadId)
        return answer({})
    }
  }

  override async fetch(request: Request) {
    const header = request.headers.get('cf-r2-request')
    if (header !== null) return this.#does(JSON.parse(header), null)
    if (!request.body) return refuse(400, 10029, 'Nothing was asked.')
    const { asked, content } = await splitBody(request.body, Number(request.headers.get('cf-r2-metadata-size')))
    return this.#does(asked, content)
  }
}
