using Microsoft.AspNetCore.Diagnostics;
using MlNetVad.Service.Cameras;

namespace MlNetVad.Service.Api;

/// <summary>Turns what went wrong into an answer: bad input is told in its sentence, anything else tells nothing of the inside.</summary>
internal sealed class Problems(IProblemDetailsService problems, ServiceRun run, ILogger<Problems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (int status, string detail) = exception switch
        {
            VadException known => (StatusCodes.Status400BadRequest, known.Message),
            BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? bad.Message : "The request cannot be read."),
            _ when !run.Ready.IsCompleted => (StatusCodes.Status503ServiceUnavailable, "The service is starting and its database is not ready; try again in a moment. '/health' says what it waits for."),
            _ => (StatusCodes.Status500InternalServerError, "The service failed on this request; its log says why."),
        };
        if (status == StatusCodes.Status500InternalServerError)
        {
            log.LogError(exception, "{Method} {Path} failed.", httpContext.Request.Method, httpContext.Request.Path);
        }

        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = detail },
        });
    }
}
