namespace MlNetVad.Service.Security;

/// <summary>What every answer says to browsers: nothing from another host, no frame around it, no guessing of types.</summary>
internal static class SecurityHeaders
{
    // the pages' components set styles of elements; scripts come from files only
    private const string Scripts = "script-src 'self'";
    private const string Policy =
        "default-src 'self'; " + Scripts + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self'; font-src 'self' data:; " +
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Adds the headers to every answer.</summary>
    public static void Use(IApplicationBuilder app) => app.Use((context, next) =>
    {
        // at the last moment: an error clears what was set before it
        context.Response.OnStarting(() =>
        {
            Set(context);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Set(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        bool isReference = context.Request.Path.StartsWithSegments(VadEndpoints.Reference);   // its page starts itself by a script within
        headers.ContentSecurityPolicy = isReference ? Policy.Replace(Scripts, Scripts + " 'unsafe-inline'", StringComparison.Ordinal) : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            headers.CacheControl = "no-store";
        }
    }
}
