/**
 * The page's first connection, made before the rest of the script is even evaluated: the server
 * answers while uPlot sets itself up. Nothing of it is missed, since events wait for the script's end.
 */
export const firstEvents: EventSource = new EventSource('/events')
