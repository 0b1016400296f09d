import type { ProjectRow } from '../projects/schema'
import { projectLabel } from '../projects/words'

const folded = (text: string) => text.trim().normalize('NFC').toLowerCase()

/** Finds the project labelled exactly `text`, else all whose label contains it. */
export const matchingProjects = <P extends Pick<ProjectRow, 'name' | 'client'>>(projects: P[], text: string): P[] => {
  const foldedText = folded(text)
  if (foldedText === '') return []
  const exact = projects.filter((project) => folded(projectLabel(project)) === foldedText)
  return exact.length > 0 ? exact : projects.filter((project) => folded(projectLabel(project)).includes(foldedText))
}
