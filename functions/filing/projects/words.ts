import type { Described } from '../../lib/conflict'
import { type ProjectRow, type ProjectValues, techStack } from './schema'

export const statusNames: Record<ProjectRow['status'], string> = { active: 'Active', inactive: 'Archived' }

export const classificationNames: Record<ProjectRow['classification'], string> = {
  work: 'Work',
  personal: 'Personal',
  learning: 'Learning',
}

export const described: Described<Omit<ProjectValues, 'organization_id'>> = {
  name: ['Name', (name) => name],
  client: ['Organization', (client) => client],
  classification: ['Kind of project', (classification) => classificationNames[classification]],
  status: ['Status', (status) => statusNames[status]],
  color: ['Colour', (color) => color],
  tech_stack: ['Tech stack', (tech_stack) => techStack({ tech_stack }).join(', ')],
  repository: ['Repository', (repository) => repository ?? ''],
}

export const nameTaken = 'This organization already has a project with this name. Choose another name or organization.'

export const projectLabel = ({ name, client }: Pick<ProjectRow, 'name' | 'client'>) =>
  client ? `${name}, ${client}` : name
