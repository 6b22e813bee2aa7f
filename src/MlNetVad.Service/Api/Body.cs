using Microsoft.AspNetCore.Http.Features;

namespace MlNetVad.Service.Api;

/// <summary>Bodies of bounded size.</summary>
internal static class Body
{
    /// <summary>Allows a body so many bytes.</summary>
    /// <exception cref="BadHttpRequestException">It says that it has more.</exception>
    public static Stream Open(HttpRequest request, long most)
    {
        if (request.ContentLength > most)
        {
            throw TooLarge(most);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        return request.Body;
    }

    /// <summary>Reads a body into memory.</summary>
    /// <exception cref="BadHttpRequestException">It is larger.</exception>
    public static async Task<byte[]> Read(HttpRequest request, int most, CancellationToken stop)
    {
        Stream body = Open(request, most);
        using var bytes = new MemoryStream((int)Math.Min(request.ContentLength ?? 1 << 16, most));
        var buffer = new byte[1 << 16];
        for (int read; (read = await body.ReadAsync(buffer, stop)) > 0;)
        {
            if (bytes.Length + read > most)
            {
                throw TooLarge(most);
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static BadHttpRequestException TooLarge(long most) => new($"The body has more than {most} bytes.", StatusCodes.Status413PayloadTooLarge);
}
