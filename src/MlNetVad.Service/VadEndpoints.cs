using MlNetVad.Service.Api;
using MlNetVad.Service.Security;

namespace MlNetVad.Service;

/// <summary>Everything that can be asked for.</summary>
internal static class VadEndpoints
{
    /// <summary>Maps all.</summary>
    public static void Map(WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api").RequireAuthorization(Roles.Viewer).AddEndpointFilter<CsrfFilter>();
        CameraApi.Map(api);
        PictureApi.Map(api);
        EventApi.Map(api);
        ModelApi.Map(api);
        PeopleApi.Map(api);
        AccountApi.Map(app, api);
        app.MapOpenApi("/api/openapi/{documentName}.json").RequireAuthorization(Roles.Viewer);
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapGet("/alive", () => "alive").AllowAnonymous().ExcludeFromDescription();
    }
}
