/**
 * Imported before the handlers, whose logger and metrics read the environment when they are loaded: on one machine no
 * one collects metric lines, and of the log a person wants what is wrong. POWERTOOLS_LOG_LEVEL=INFO shows the rest.
 */
process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
process.env['POWERTOOLS_LOG_LEVEL'] ??= 'WARN';
process.env['POWERTOOLS_SERVICE_NAME'] ??= 'parapet';
