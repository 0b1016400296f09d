const references: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
const decoded = (text: string) => text.replace(/&(lt|gt|quot|#39|amp);/g, (reference) => references[reference] ?? '')

export const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

export type Token =
  | { kind: 'start'; tag: string; attributes: Map<string, string> }
  | { kind: 'end'; tag: string }
  | { kind: 'text' | 'comment'; text: string }

// The five characters that HTML counts as white space.
const tagName = /[a-z][^\t\n\f\r />]*/iy
const attribute =
  /[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)(?=[\t\n\f\r />=])(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|(?![\t\n\f\r ]*["'])([^\t\n\f\r >]*))|(?![\t\n\f\r ]*=))/y
const tagEnd = /[\t\n\f\r /]*>/y
const comment = /<!--(-?>|.*?(--!?>|$))|<[!?/][^>]*(>|$)/sy
/** Elements whose content is text up to their own end tag. */
const textOnly = /^(script|style|textarea|title|iframe|noembed|noframes|noscript|xmp)$/

const matchAt = (pattern: RegExp, html: string, at: number) => {
  pattern.lastIndex = at
  return pattern.exec(html)
}

/** The attributes of a tag whose name ends at `at`, and the index behind its `>`; none where it never ends. */
const attributesAt = (html: string, at: number) => {
  const attributes = new Map<string, string>()
  let index = at
  for (;;) {
    const end = matchAt(tagEnd, html, index)
    if (end) return { attributes, end: tagEnd.lastIndex }
    const found = matchAt(attribute, html, index)
    if (!found) return undefined
    const [, name = '', double, single, bare] = found
    const key = name.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, decoded(double ?? single ?? bare ?? ''))
    index = attribute.lastIndex
  }
}

/** Cuts HTML up as a browser does before it builds the tree. HTMLRewriter reads it alike and takes ten times as long. */
export const tokensOf = (html: string) => {
  const tokens: Token[] = []
  const text = (from: number, to: number) => {
    if (to > from) tokens.push({ kind: 'text', text: html.slice(from, to) })
  }
  let from = 0
  let at = html.indexOf('<')
  while (at >= 0) {
    const isEnd = html[at + 1] === '/'
    const name = matchAt(tagName, html, at + (isEnd ? 2 : 1))?.[0]
    if (name === undefined && !/[!?/]/.test(html[at + 1] ?? '')) {
      at = html.indexOf('<', at + 1)
      continue
    }
    text(from, at)
    if (name === undefined) {
      const [found = ''] = matchAt(comment, html, at) ?? []
      from = at + found.length
      tokens.push({ kind: 'comment', text: found })
    } else {
      const read = attributesAt(html, at + (isEnd ? 2 : 1) + name.length)
      if (!read) return tokens
      const tag = name.toLowerCase()
      tokens.push(isEnd ? { kind: 'end', tag } : { kind: 'start', tag, attributes: read.attributes })
      from = read.end
      if (!isEnd && textOnly.test(tag)) {
        const length = html.slice(from).search(new RegExp(`</${tag}[\\t\\n\\f\\r />]`, 'i'))
        const end = length < 0 ? html.length : from + length
        text(from, end)
        from = end
      }
      if (!isEnd && tag === 'plaintext') break
    }
    at = html.indexOf('<', from)
  }
  text(from, html.length)
  return tokens
}

const address = /^(href|src|action|formaction|hx-get|hx-post)$/
/** Elements that no page of ours has. */
const foreign = ['img', 'iframe', 'style', 'object', 'embed', 'base']

/** A path on this site, a pull request or repository on GitHub, whose names have GitHub's letters only. */
const expected = /^(\/(?![/\\])|#|$|https:\/\/github\.com\/[\w-]+\/[\w.-]+(\/pull\/\d+)?$)/

/** Elements, attributes and addresses that are there only because a text was taken for markup. */
const intrudersIn = (tag: string, attributes: Map<string, string>) => [
  ...(foreign.includes(tag) || (tag === 'script' && !attributes.get('src')?.startsWith('/assets/')) ? [tag] : []),
  ...[...attributes].flatMap(([name, value]) => [
    ...(/^on/.test(name) || name === 'style' ? [`${tag} ${name}`] : []),
    ...(address.test(name) && !expected.test(value) ? [`${name}=${value}`] : []),
  ]),
]

/** Actions that only htmx can send: a form without its action, or what is neither a link nor in a form. */
export const needScript = (html: string) =>
  tokensOf(html).flatMap((token) => {
    if (token.kind !== 'start') return []
    const { tag, attributes } = token
    const [get, post] = [attributes.get('hx-get'), attributes.get('hx-post')]
    // Polls and previews add to a page, and a dialog needs a script anyway.
    if (attributes.has('hx-trigger') || attributes.has('data-closes')) return []
    const isSent = post === undefined || (attributes.get('action') === post && attributes.get('method') === 'post')
    const isLinked = get === undefined || attributes.has('href') || attributes.get('action') === get
    return isSent && isLinked ? [] : [`${tag} ${post ?? get}`]
  })

/** The parts of a page that a person's text could change. */
export const inspect = (html: string) => {
  const found = {
    intruders: [] as string[],
    headings: 0,
    ids: [] as string[],
    /** The number of controls marked as wrong. */
    invalid: 0,
    /** The ids of messages that describe a control or its group. */
    errorIds: [] as string[],
    hasSummary: false,
    values: new Map<string, string>(),
  }
  for (const token of tokensOf(html)) {
    if (token.kind !== 'start') continue
    const { tag, attributes } = token
    found.intruders.push(...intrudersIn(tag, attributes))
    if (tag === 'h1') found.headings += 1
    const id = attributes.get('id')
    if (id !== undefined) found.ids.push(id)
    const described = (attributes.get('aria-describedby') ?? '').split(' ')
    found.errorIds.push(...described.filter((one) => one.endsWith('-error')))
    if (attributes.get('aria-invalid') === 'true') found.invalid += 1
    if (attributes.has('data-errors')) found.hasSummary = true
    const name = attributes.get('name')
    const value = attributes.get('value')
    if (tag === 'input' && name !== undefined && value !== undefined) found.values.set(name, value)
  }
  return found
}
