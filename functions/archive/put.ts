/** Bytes of a part of an upload. R2 wants parts of one size, of at least 5 MB. */
const partBytes = 8 * 1024 * 1024

/** Stores a stream of unknown length with a few megabytes of memory. Nothing is stored when it breaks off. */
export const putStream = async (bucket: R2Bucket, key: string, stream: ReadableStream<Uint8Array>) => {
  const begun: R2MultipartUpload[] = []
  const parts: R2UploadedPart[] = []
  let chunks: Uint8Array[] = []
  let size = 0
  let bytes = 0

  const sendPart = async (part: Blob) => {
    const [upload = await bucket.createMultipartUpload(key)] = begun
    if (begun.length === 0) begun.push(upload)
    parts.push(await upload.uploadPart(parts.length + 1, await part.arrayBuffer()))
  }

  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      size += chunk.byteLength
      bytes += chunk.byteLength
      if (size < partBytes) continue
      const all = new Blob(chunks)
      await sendPart(all.slice(0, partBytes))
      chunks = [new Uint8Array(await all.slice(partBytes).arrayBuffer())]
      size -= partBytes
    }
    const rest = new Blob(chunks)
    if (begun.length === 0) await bucket.put(key, await rest.arrayBuffer())
    else if (rest.size > 0) await sendPart(rest)
    for (const upload of begun) await upload.complete(parts)
    return bytes
  } catch (error) {
    for (const upload of begun) await upload.abort()
    throw error
  }
}
