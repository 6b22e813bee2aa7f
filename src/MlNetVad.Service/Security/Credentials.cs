using Microsoft.AspNetCore.DataProtection;

namespace MlNetVad.Service.Security;

/// <summary>Encrypts what must be read again and never shown: addresses of cameras with their passwords, secrets of webhooks.</summary>
internal sealed class Credentials(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("MlNetVad.Credentials");

    /// <summary>Encrypts.</summary>
    public string Hide(string clear) => _protector.Protect(clear);

    /// <summary>Decrypts.</summary>
    /// <exception cref="VadException">The keys are others than those that encrypted it.</exception>
    public string Reveal(string hidden)
    {
        try
        {
            return _protector.Unprotect(hidden);
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            throw new VadException("A stored credential cannot be decrypted: the keys in the data folder are not those it was stored with; restore the folder 'keys', or enter it again.", e);
        }
    }
}
