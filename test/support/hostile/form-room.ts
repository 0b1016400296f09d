import { goalLineLimit } from '../../../functions/goals/goals/line'
import { factsOf } from '../../../functions/lib/feature'
import { formSizeLimit } from '../../../functions/lib/files/uploads'
import { tagLimit, tagsLimit } from '../../../functions/lib/tags'
import { sessionNotesLimit, sessionTitleLimit } from '../../../functions/time/sessions/schema'
import { tokensOf } from '../html'

/** The characters that a field without `maxlength` takes, by its schema. */
const longest: Record<string, number> = {
  notes: sessionNotesLimit,
  title: sessionTitleLimit,
  tags: (tagLimit + 2) * tagsLimit,
  add_tags: (tagLimit + 2) * tagsLimit,
  remove_tags: (tagLimit + 2) * tagsLimit,
  entry: goalLineLimit * 10,
  list: 200_000,
}
const short = 254

type Field = { name: string; characters: number }
type Form = { action: string; isMultipart: boolean; fields: Map<string, number> }

/** The forms of a page that write, with the longest text of each field. */
export const formsOf = (html: string) => {
  const forms: Form[] = []
  let current: Form | undefined
  let select = ''
  const add = ({ name, characters }: Field) =>
    current?.fields.set(name, Math.max(characters, current.fields.get(name) ?? 0))
  for (const token of tokensOf(html)) {
    if (token.kind === 'end' && token.tag === 'form') current = undefined
    if (token.kind !== 'start') continue
    const { tag, attributes } = token
    const name = attributes.get('name')
    const value = attributes.get('value') ?? ''
    if (tag === 'form') {
      const isMultipart = attributes.get('enctype') === 'multipart/form-data'
      current = { action: attributes.get('action') ?? '', isMultipart, fields: new Map() }
      if (attributes.get('method') === 'post') forms.push(current)
    }
    if (tag === 'select') select = name ?? ''
    if (tag === 'option') add({ name: select, characters: value.length })
    if (!/^(input|textarea)$/.test(tag) || name === undefined || attributes.get('type') === 'file') continue
    const isFixed = /^(hidden|checkbox|radio|number|date)$/.test(attributes.get('type') ?? '')
    const limit = Number(attributes.get('maxlength') ?? longest[name] ?? short)
    add({ name, characters: isFixed ? encodeURIComponent(value).length / 9 : limit })
  }
  return forms
}

/** Bytes that the path of a form takes. */
const roomOf = (action: string) => factsOf('POST', action).bytes ?? formSizeLimit

/** Typed text in a script of three bytes a character, each of them three in url-encoding. */
const bytesOf = ({ isMultipart, fields }: Form) =>
  [...fields].reduce((sum, [name, characters]) => {
    const around = isMultipart ? 150 + name.length : 2 + name.length
    return sum + around + characters * (isMultipart ? 3 : 9)
  }, 0)

/** Actions of the forms whose longest text does not fit the limit of their path. */
export const tightForms = (html: string) =>
  formsOf(html)
    .filter((form) => bytesOf(form) >= roomOf(form.action))
    .map(({ action }) => action)
