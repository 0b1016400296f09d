import { folded } from '../lib/text'
import { type ListedOperation, type Reference, schemaNamesOf } from './reference'

/** Everything that a word is looked for in: path, texts, and names of parameters, bodies and their members. */
const textOf = (operation: ListedOperation, shapes: Reference['shapes']) => {
  const { method, path, summary, description = '', tags, parameters } = operation
  const schemas = schemaNamesOf(operation, shapes)
  const members = schemas.flatMap((name) => Object.keys(shapes[name]?.properties ?? {}))
  const names = parameters.map(({ name }) => name)
  return folded([method, path, summary, description, ...tags, ...names, ...schemas, ...members].join(' '))
}

/** Groups with the operations whose text has every word of the query; groups without any are left out. */
export const findOperations = ({ sections, shapes }: Reference, q: string): Reference['sections'] => {
  const words = folded(q).split(/\s+/).filter(Boolean)
  if (words.length === 0) return sections
  const fits = (operation: ListedOperation) => {
    const text = textOf(operation, shapes)
    return words.every((word) => text.includes(word))
  }
  return sections
    .map((section) => ({ ...section, operations: section.operations.filter(fits) }))
    .filter(({ operations }) => operations.length > 0)
}
