import type { Hono } from 'hono'
import type { AppEnvironment, AppParts } from '../http/app-environment.ts'
import { addEmbedRoutes } from './add-embed-routes.ts'
import { addPageRoutes } from './add-page-routes.ts'
import { AssetFiles } from './asset-files.ts'

/** Adds all that is made for people to look at. */
export function addPages(app: Hono<AppEnvironment>, parts: AppParts): void {
  const assets = new AssetFiles()
  addPageRoutes(app, parts, assets)
  addEmbedRoutes(app, parts, assets)
}
