import type { Described } from '../lib/conflict'
import type { ProjectRow, ProjectValues } from './schema'

export const statusNames: Record<ProjectRow['status'], string> = { active: 'Active', inactive: 'Archived' }

export const classificationNames: Record<ProjectRow['classification'], string> = {
  work: 'Work',
  personal: 'Personal',
  learning: 'Learning',
}

export const described: Described<ProjectValues> = {
  name: ['Name', (name) => name],
  client: ['Client', (client) => client],
  classification: ['Type', (classification) => classificationNames[classification]],
  status: ['Status', (status) => statusNames[status]],
  color: ['Colour', (color) => color],
}

export const nameTaken = 'This client already has a project with this name. Choose another name or client.'

export const projectLabel = ({ name, client }: Pick<ProjectRow, 'name' | 'client'>) =>
  client ? `${name}, ${client}` : name
