using System.Reflection;

namespace MlNetVad.Service.Pages;

/// <summary>Styles and scripts of the pages, from within the library: whatever program hosts it, they are there, and only these are.</summary>
internal static class EmbeddedAssets
{
    private const string Prefix = "assets/";
    private static readonly Assembly Own = typeof(EmbeddedAssets).Assembly;

    /// <summary>Maps each file.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        string version = $"\"{Own.ManifestModule.ModuleVersionId:N}\"";
        foreach (string name in Own.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            string path = name == "assets/blazor.web.js" ? "/_framework/blazor.web.js" : "/" + name;
            string type = name.EndsWith(".css", StringComparison.Ordinal) ? "text/css" : "text/javascript";
            app.MapGet(path, (HttpContext http) =>
            {
                http.Response.Headers.CacheControl = "no-cache";
                return Results.Stream(Own.GetManifestResourceStream(name)!, type, entityTag: new(version));
            }).AllowAnonymous().ExcludeFromDescription();
        }
    }
}
