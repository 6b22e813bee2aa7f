using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using MlNetVad.Orleans.Store;

namespace MlNetVad.Service.Cluster;

/// <summary>Keys in the database of all nodes, so that each reads what another encrypted; those of a machine that was alone until now go there first.</summary>
internal sealed class DatabaseKeys(SharedKeys shared, IXmlRepository folder) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        IReadOnlyList<string> all = shared.All();
        if (all.Count == 0)
        {
            foreach (XElement key in folder.GetAllElements())
            {
                StoreElement(key, (string?)key.Attribute("id") ?? Guid.NewGuid().ToString());
            }

            all = shared.All();
        }

        return [.. all.Select(xml => XElement.Parse(xml))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => shared.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
