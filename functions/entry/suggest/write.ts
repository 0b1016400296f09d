import { type Mark, tokenize } from '../../line/tokenize'
import { parseEntry } from '../interpret'

const read = (mark: Mark, text: string, name: string) => {
  const all = [name]
  const known = { projects: all, goals: all, tags: all, plans: all, tasks: all }
  const { words, project, goal, ofPlan, ofTask, tags } = tokenize(text, known)
  if (words.length > 0) return null
  return { '@': project, '!': goal, '%': ofPlan, '^': ofTask, '#': tags.length === 1 ? tags[0] : null }[mark] ?? null
}

/** A name behind its mark, in quotes only where it would be read otherwise; null if it cannot be written. */
export const writeName = (mark: Mark, name: string) => {
  const quoted = `${mark}"${name.replace(/["\\]/g, '\\$&')}"`
  return [`${mark}${name}`, quoted].find((text) => read(mark, text, name) === name) ?? null
}

/** Quotes keep the words of a name together that no project has yet. */
export const writeNewName = (mark: Mark, name: string) =>
  /^[\p{L}\p{N}]+$/u.test(name) ? `${mark}${name}` : `${mark}"${name.replace(/["\\]/g, '\\$&')}"`

/** The words of a title; those that begin with a mark are escaped. */
export const writeTitle = (title: string) => title.replace(/(?<=^|\s)[@#!%^]/g, '\\$&')

export type Replacement = { line: string; caret: number }

/** Replaces a part of the line up to the end of its last word, and puts the caret behind it. */
export const replaced = (line: string, from: number, to: number, text: string): Replacement => {
  const behind = line.slice(to).replace(/^\S+/, '').trimStart()
  const start = `${line.slice(0, from)}${text} `
  return { line: start + behind, caret: start.length }
}

/** True if the line is read so that its title ends with this one. */
export const endsWithTitle = (line: string, title: string, names: string[], today: string) =>
  parseEntry(line, today, { projects: names, goals: names, tags: names }).title.endsWith(title)
