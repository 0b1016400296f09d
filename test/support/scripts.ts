import { filesIn } from './files'

const files = await filesIn('public/assets')

/** The gzipped size of a built file, in bytes. */
export const sizeAt = async (path: string) => {
  const content = files[`public${path}`]
  if (content === undefined) throw new Error(`${path} is no built file`)
  const stream = new Response(content).body?.pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

/** Most bytes of scripts that a page loads, htmx included. */
export const mostScripts = 26 * 1024

/** Scripts that a page loads at once, with their imports. Others are loaded by actions. */
export const scriptsOf = async (html: string) => {
  const paths = new Set(Array.from(html.matchAll(/<script[^>]* src="(\/assets[^"]+)"/g), ([, path = '']) => path))
  for (const path of paths)
    for (const [, found = ''] of (files[`public${path}`] ?? '').matchAll(/\b(?:from|import)"(\/assets\/[^"]+)"/g))
      paths.add(found)
  const sizes = await Promise.all([...paths].map(sizeAt))
  return { paths: [...paths], bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
