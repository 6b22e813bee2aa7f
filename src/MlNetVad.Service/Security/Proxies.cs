using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace MlNetVad.Service.Security;

/// <summary>Believes the proxies that are known, and nobody else, in what they say of who asks.</summary>
internal static class Proxies
{
    /// <summary>Adds it, where there are any.</summary>
    /// <exception cref="VadException">One is no address.</exception>
    public static void Use(IApplicationBuilder app, IList<string> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string text in addresses)
        {
            options.KnownProxies.Add(IPAddress.TryParse(text, out IPAddress? address)
                ? address
                : throw new VadException($"The known proxy '{text}' is no address; give one such as 10.0.0.2."));
        }

        app.UseForwardedHeaders(options);
    }
}
