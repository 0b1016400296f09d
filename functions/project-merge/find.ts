import type { ProjectRow } from '../projects/schema'
import { projectLabel } from '../projects/words'

const folded = (text: string) => text.trim().normalize('NFC').toLowerCase()

/** Finds the project labelled exactly `text`, else all whose label contains it. */
export const matchingProjects = <P extends Pick<ProjectRow, 'name' | 'client'>>(projects: P[], text: string): P[] => {
  const wanted = folded(text)
  if (wanted === '') return []
  const exact = projects.filter((project) => folded(projectLabel(project)) === wanted)
  return exact.length > 0 ? exact : projects.filter((project) => folded(projectLabel(project)).includes(wanted))
}
