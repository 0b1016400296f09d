/** Size of an upload part in bytes. R2 requires parts of equal size, of at least 5 MB. */
const partBytes = 5 * 1024 * 1024

/** Stores a stream of unknown length, with one part in memory. If the stream fails, nothing is stored. */
export const putStream = async (bucket: R2Bucket, key: string, stream: ReadableStream<Uint8Array>) => {
  const begun: R2MultipartUpload[] = []
  const parts: R2UploadedPart[] = []
  let part = new Uint8Array(partBytes)
  let size = 0
  let bytes = 0

  const sendPart = async (content: Uint8Array) => {
    const [upload = await bucket.createMultipartUpload(key)] = begun
    if (begun.length === 0) begun.push(upload)
    parts.push(await upload.uploadPart(parts.length + 1, content))
  }

  const add = async (chunk: Uint8Array) => {
    for (let at = 0; at < chunk.byteLength; ) {
      const taken = chunk.subarray(at, at + partBytes - size)
      part.set(taken, size)
      size += taken.byteLength
      at += taken.byteLength
      if (size < partBytes) continue
      await sendPart(part)
      part = new Uint8Array(partBytes)
      size = 0
    }
  }

  try {
    for await (const chunk of stream) {
      bytes += chunk.byteLength
      await add(chunk)
    }
    const rest = part.subarray(0, size)
    if (begun.length === 0) await bucket.put(key, rest)
    else if (size > 0) await sendPart(rest)
    for (const upload of begun) await upload.complete(parts)
    return bytes
  } catch (error) {
    for (const upload of begun) await upload.abort()
    throw error
  }
}

/** Deletes the bucket's objects under a prefix, except objects for whose key `isKept` is true. */
export const deleteObjects = async (
  bucket: R2Bucket,
  prefix: string,
  isKept: (key: string) => boolean = () => false,
) => {
  for (let cursor: string | undefined; ; ) {
    const found = await bucket.list({ prefix, cursor })
    const keys = found.objects.map(({ key }) => key).filter((key) => !isKept(key))
    if (keys.length > 0) await bucket.delete(keys)
    if (!found.truncated) return
    cursor = found.cursor
  }
}
