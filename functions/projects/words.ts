import type { Described } from '../lib/conflict'
import type { ProjectRow, ProjectValues } from './schema'

export const statusNames: Record<ProjectRow['status'], string> = { active: 'Active', inactive: 'Inactive' }

export const classificationNames: Record<ProjectRow['classification'], string> = {
  work: 'Work',
  personal: 'Personal',
  learning: 'Learning',
}

export const described: Described<ProjectValues> = {
  name: ['Name', (name) => name],
  client: ['Client', (client) => client],
  classification: ['For', (classification) => classificationNames[classification]],
  status: ['Status', (status) => statusNames[status]],
  color: ['Colour', (color) => color],
}

export const nameTaken =
  'There is a project of this name under this client already. Choose another name, or another client.'

export const projectLabel = ({ name, client }: Pick<ProjectRow, 'name' | 'client'>) =>
  client ? `${name}, ${client}` : name
