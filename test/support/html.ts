import { Parser } from 'htmlparser2'

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

/** Cuts HTML up into its tags and texts. */
export const tokensOf = (html: string) => {
  const tokens: Token[] = []
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      tokens.push({ kind: 'start', tag, attributes: new Map(Object.entries(attributes)) })
    },
    onclosetag: (tag, isImplied) => {
      if (!isImplied) tokens.push({ kind: 'end', tag })
    },
    ontext: (text) => {
      tokens.push({ kind: 'text', text })
    },
    oncomment: (text) => {
      tokens.push({ kind: 'comment', text })
    },
  })
  parser.end(html)
  return tokens
}

/** Path and fields of the Undo of the message in an answer. */
export const undoIn = (html: string) => {
  const form = /<form method="post" action="[^"]*" hx-post="[^"]*" hx-target="closest \[data-toast\]".*?<\/form>/s.exec(
    html,
  )?.[0]
  const starts = tokensOf(form ?? '').flatMap((token) => (token.kind === 'start' ? [token.attributes] : []))
  const fields: Record<string, string> = {}
  for (const attributes of starts) {
    const name = attributes.get('name')
    if (name !== undefined) fields[name] = attributes.get('value') ?? ''
  }
  return { path: starts[0]?.get('action') ?? '', fields }
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

/** Actions that need script: forms without `action`, and elements that are neither links nor in a form. */
export const needScript = (html: string) =>
  tokensOf(html).flatMap((token) => {
    if (token.kind !== 'start') return []
    const { tag, attributes } = token
    const [get, post] = [attributes.get('hx-get'), attributes.get('hx-post')]
    // Polls and previews add to a page, and a dialog needs a script anyway.
    if (attributes.has('hx-trigger') || attributes.has('data-closes')) return []
    const isForm = attributes.get('action') === post && attributes.get('method') === 'post'
    const isSent = post === undefined || isForm || attributes.get('formaction') === post
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
    const isLeft = attributes.get('type') === 'radio' && !attributes.has('checked')
    if (tag === 'input' && name !== undefined && value !== undefined && !isLeft) found.values.set(name, value)
  }
  return found
}
