import { AppError } from '#worker/api/errors.ts'
import type { ProjectDetails } from '#worker/api/projects.ts'
import type { PackagePlan } from '#worker/domain/package/plan.ts'

const polygon = /^\s*(multi|curve)?polygon\b|^\s*(multi)?polygon(z|m|zm)\b|^\s*multisurface/i

/**
 * The area outside of which features stay at home; null where all come along: nobody asked for it, or the project
 * has no area (its layers' extents are then the area). Whether the rings are valid only QGIS knows.
 *
 * @throws AppError package.areaInvalid
 */
export function areaOf(project: ProjectDetails): PackagePlan['area'] {
  const wkt = project.areaOfInterest?.trim() ?? ''
  if (!project.onlyInArea || wkt === '') return null
  const crs = project.areaOfInterestCrs?.trim() ?? ''
  if (!polygon.test(wkt) || crs === '' || /\bempty\b/i.test(wkt)) throw new AppError('package.areaInvalid')
  return { wkt, crs }
}
