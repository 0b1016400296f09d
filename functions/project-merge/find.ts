import type { ProjectRow } from '../projects/schema'
import { projectLabel } from '../projects/words'

const folded = (text: string) => text.trim().normalize('NFC').toLowerCase()

/**
 * The projects that somebody means who types `text`: the one of that name, with its client where it has one, else all
 * whose name and client contain it.
 */
export const meant = <P extends Pick<ProjectRow, 'name' | 'client'>>(projects: P[], text: string): P[] => {
  const wanted = folded(text)
  if (wanted === '') return []
  const exact = projects.filter((project) => folded(projectLabel(project)) === wanted)
  return exact.length > 0 ? exact : projects.filter((project) => folded(projectLabel(project)).includes(wanted))
}
