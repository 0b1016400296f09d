import { hex } from '../lib/secrets'

/** SHA-256 of bytes as they come: `add` takes them, `end` returns it in hex with their count. */
export const digester = () => {
  const stream = new crypto.DigestStream('SHA-256')
  const writer = stream.getWriter()
  let bytes = 0
  return {
    add: (chunk: Uint8Array) => {
      bytes += chunk.byteLength
      return writer.write(chunk)
    },
    end: async () => {
      await writer.close()
      return { bytes, sha256: hex(await stream.digest) }
    },
  }
}
