using MlNetVad.Service.Data;

namespace MlNetVad.Service.Security;

/// <summary>Writes down who changed what, and who was refused. Bodies and query strings, which may hold secrets, are not written down.</summary>
internal sealed class Audit(DbAccess database, TimeProvider time, ILogger<Audit> log)
{
    /// <summary>Writes an entry; work does not fail where that fails.</summary>
    public async Task Write(HttpContext? http, string action, int status, string? user = null)
    {
        try
        {
            await Write(user ?? http?.User.Identity?.Name ?? "", http?.Connection.RemoteIpAddress?.ToString() ?? "", action, status);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogError("Not in the audit log: {Action} {Status}: {Reason}", action, status, e.GetBaseException().Message);
        }
    }

    /// <summary>Writes down every request that changes something, and every refusal of a known user.</summary>
    public static void Use(IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        bool isRoutine = context.GetEndpoint()?.Metadata.GetMetadata<RoutineAttribute>() is not null;
        await next(context);
        string method = context.Request.Method;
        bool reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        int status = context.Response.StatusCode;
        bool refused = status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests;
        if (context.Request.Path.StartsWithSegments("/api") && ((!reads && !isRoutine) || (refused && context.User.Identity?.IsAuthenticated == true)))
        {
            await context.RequestServices.GetRequiredService<Audit>().Write(context, $"{method} {context.Request.Path}", status);
        }
    });

    private Task Write(string user, string address, string action, int status) => database.Run(async db =>
    {
        db.Audit.Add(new AuditEntry { At = time.GetUtcNow().UtcDateTime, User = user, Address = address, Action = action, Status = status });
        await db.SaveChangesAsync();
    });
}

/// <summary>Marks what happens many times a second and is not written down.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RoutineAttribute : Attribute;
